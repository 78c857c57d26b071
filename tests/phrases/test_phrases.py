"""Sentences of the open sets raise exactly what they should; what the writer writes has a reader; long texts are read in time."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.phrases.__main__ import PAGE, page
from tests.phrases.corpus import OPEN_SETS, entries, faults
from tests.tools.make import report
from tests.tools.steps import steps
from xlsheets.checks import Case, run_checks
from xlsheets.narrative.draft import narrate
from xlsheets.schema.facts import FACTS

# What is left unsaid, with the reason: a reading that is not certain is not judged.
UNSAID = {
    # A part that a table contradicts is not told a second time as a list that does not add up.
    "无法提供3件，包括不掌握2件、需另行制作2件。": ["missing N701"],
    # What was withdrawn is told apart from what was handled; a table has both in one number.
    "收到申请12件，撤回2件，实际办理10件。": ["missing N301"],
    # “连同上年结转的3件” beside 上述申请: the last figure is not what 均 speaks of.
    "全年共登记申请46件，其中线上38件、线下8件。至12月31日，上述申请连同上年结转的3件均已答复申请人，无一件逾期。": [
        "missing N310"
    ],
    # 均在期限内办结 is said of those due; many published reports say it beside what goes over.
    "办理上年遗留申请1件、本年申请6件，总计7件，均在20个工作日内办结。": ["missing N310"],
    # No row is called 撤回: offices count it in different ones.
    "申请人自行撤回申请3件，占其他处理的全部。": ["missing N304"],
    # Figures of speech, and a comparison whose subject is another class.
    "因信息公开引起的行政诉讼两起，一胜一败。": ["missing N401"],
    "商业企业申请数量为自然人的一半，分别为3件和6件。": ["missing N305"],
    # 许可 and 处罚 alone are everyday words; only 行政许可 or 处罚决定 is read.
    "许可、处罚、强制决定分别为12件、5件和1件。": ["missing N202"],
    # In whose name a document was issued makes its figure a part.
    "2025年以县政府名义印发行政规范性文件6件，以县政府办公室名义印发4件，合计制发10件。": [
        "missing N201"
    ],
    # 信访事项转办 may count what is no request, so that the figures after it may be parts.
    "信访事项转办1件、重复申请2件、无正当理由大量反复申请1件，共4件不予处理。": ["missing N304"],
    # Examples before 等 may be all there are, or only those.
    "本年政府信息公开申请13件，其中律师事务所等法律服务机构代理提出3件，其余为自然人，均已在规定期限答复。答复书以邮政特快专递送达申请人。": [
        "missing N305"
    ],
    "全年实施查封、扣押、代履行等行政强制共31件，依法制作并送达决定书；行政处罚288件，均适用普通程序。执法过程全程记录，音像资料保存完整。": [
        "missing N202"
    ],
    # 上述案件, 数量, 达到37件: what they are of stands in another sentence or clause.
    "政府信息公开行政复议案件3件，其中维持2件、其他处理1件；行政诉讼案件2件。上述案件在12月31日前已全部审结，没有遗留。": [
        "missing N411"
    ],
    "申请人通过区政府网站、来信、到窗口等方式，向我局递交政府信息公开申请，经汇总，数量为56件，较往年有一定增长，内容分布广、专业性强。": [
        "missing N301"
    ],
    "申请主体以自然人为主，达到37件，法人或其他组织提出的为数不多，仅3件，反映出企业对公开渠道的了解还不够充分。下一步将加强面向企业的宣传。": [
        "missing N305"
    ],
    # 给予公开 is said of records, meetings and prices as well.
    "答复口径上，能公开的尽量公开，给予公开的三十件，区分处理、部分公开的五件，两者合计三十五件，公开的比例较上年有所提升。文书已归档。": [
        "missing N304"
    ],
    # 8家次8件 counts twice in one clause.
    "以单位名义提交申请的，商业企业8家次8件，科研机构1件，社会公益组织2件；以个人名义提交的18件，两类申请的办理标准一致。": [
        "missing N305"
    ],
    # 径行 is no word that is known to narrow nothing.
    "申请人不服答复，径行向人民法院起诉的政府信息公开案件2件，先复议后起诉的1件，法院均判决驳回原告的诉讼请求。裁判文书均已存档备查。": [
        "missing N401"
    ],
    # Two letters of an own name changed places; a word cut short that is no word.
    "校务公开栏增设意见箱，畅通反映渠，全年收到家长意见24条，均由德育处登记答复。": [
        "missing T114"
    ],
    # 确认…违法 is a result whose words stand apart.
    "因政府信息公开被提起行政诉讼1件，法院判决确认我镇答复违法，我镇已重新答复。": ["missing N401"],
    # 免收 is said of those whom the fee was let off.
    "考虑到申请人生活困难，本年度所有申请一律免收信息处理费。按量收取的1件共计260元，当日缴库。": [
        "missing N601"
    ],
    # 以上 points to another sentence.
    "依申请公开：全年受理政府信息公开申请10件，较2022年多4件，均由村民提出。经核查，可以公开的6件已复印提供，涉及第三方个人隐私的1件作部分公开，乡政府不掌握的2件已告知负责机关，1件因要求重复提供而不予处理。以上10件申请已经全部办结，无一延迟。申请集中在公益林补偿和危桥改造两类，分别有6件和3件，另有1件涉及低保评定。没有发生政府信息公开行政复议。": [
        "missing N310"
    ],
    # 收到复议案件 is what those say who decide them.
    "申请办理。2025年，通过网站申请系统和信函共收到政府信息公开申请23件，上年结转1件。24件申请中，予以公开12件，部分公开3件，不予公开2件，无法提供6件，不予处理1件，年底没有未办结件。申请人为自然人22件、商业企业1件（新收）。旅行社质量保证金申退手续办理35件，非遗项目申报受理19件，与信息公开申请无关。因申请人对答复不服，收到行政复议案件4件，其中结果维持3件，其他结果1件；未发生行政诉讼。": [
        "missing N401"
    ],
    # 收回问卷 is a total that is told by another word than the figure before.
    "镇里把政府信息公开列入目标绩效，与乡村治理、信访稳定一道考核。全年考核村（社区）15个，其中优秀6个，占40.0%。社会评议面向三类人群，共发放问卷250份，收回240份，表示满意的204份，占收回问卷的92.0%。组织培训2期，参加57人次。没有出现因泄露个人信息、公开不当等引起的责任追究。镇纪委跟踪检查征地公示1次，督促补发材料2份。考核结果由镇党委会审定后公布。": [
        "missing N702"
    ],
    # In whose name documents are made, and who collects a fee, makes a part of both.
    "我局2021年对照立改废要求开展文件清理。以局名义制定的行政规范性文件，本年度新制定2件，废止3件，截至年底现行有效7件，清理结果于11月8日挂网。作出行政许可决定118件，涉及户外广告、挖掘道路、渣土处置。作出行政处罚决定243件，当事人申请听证2件。作出行政强制决定9件，拆除违法建设面积约3400平方米。城市道路占用挖掘收费全年实收21.7万元。公共停车场收费标准、垃圾分类投放点等便民信息每季更新一次。": [
        "missing N201"
    ],
    "民政信息力求好懂好查。2023年发布政策性信息88条，其中养老服务31条、社会救助35条、社会组织22条。行政许可方面，社会组织登记、变更、注销共作出决定54件；行政处罚方面，对3家长期不开展活动的社会组织作出撤销登记的处罚决定3件。行政事业性收费方面，殡仪馆全年收费18.2万元，标准公示在服务窗口。没有行政强制决定。没有出台行政规范性文件，现行有效2件。低保、特困供养等资金发放情况按月在网站公开，共36期。": [
        "missing N203"
    ],
    # 其中 with a large rest names only some.
    "2024年，我局共发布主动公开信息156条，其中食品抽检22条、药品安全31条、特种设备45条、消费提示30条。抽检不合格批次的核查处置全部附上后续结果。作出行政许可决定5320件、行政处罚决定284件、行政强制决定17件。行政规范性文件一项，本年制发0件，废止0件，现行有效2件。特种设备检验收费由检验机构收取，局机关无行政事业性收费。年末对历史公告作全面核对，下架内容重复的11条。消费者可扫码查询。": [
        "missing N701"
    ],
    # 对2021年度…进行总结 is also said of the report of the year before.
    "农业农村局对2021年度政府信息公开工作进行了全面总结，向社会公布年度总体情况。2023年全局发布信息197条，农业补贴和农产品质量安全占比较大。作出行政许可决定268件，行政处罚决定42件，没有行政强制。制发行政规范性文件0件，现行有效1件。办理申请9件，自然人8件，商业企业1件，没有结转；予以公开6件，部分公开1件，无法提供2件。对外公布的咨询电话在工作日有人接听，全年接听813次。没有发生复议诉讼。": [
        "missing T101"
    ],
    # 城市道路占用费等 may be all the fees, or only those.
    "全面落实行政执法公示制度。2025年全局作出行政处罚决定612件、行政强制决定18件，罚没收入384.6万元，均已公示。收取城市道路占用费等行政事业性收费52.38万元，收费项目、标准、依据在大厅和网站同步公布。“锦屏城管”公众号发布整治动态248条，收到群众留言93条，答复93条。没有办理行政许可。收到申请4件，全部予以公开。": [
        "missing N203"
    ],
    # A team of the unit may decide in another name than the unit's.
    "镇综合行政执法大队全年作出行政处罚决定29件，主要是乱占耕地建房、露天焚烧秸秆、农村客运超员等；办理行政许可88件，比上年减少6件。许可和处罚信息作出后7个工作日内上网，没有超期。": [
        "missing N202"
    ],
    # In whose name documents are made makes a part of them, as above.
    "规范性文件管理从严。本年度以镇政府名义制发行政规范性文件2件，经清理废止2件，现行有效11件，均可在县政府网站“政策文件库—红荔镇”查到文本和解读。": [
        "missing N201"
    ],
    # 教育局 for 教育体育局 is how people shorten the name.
    "2024年，赣信县教育局未收取政府信息公开信息处理费，无其他需要报告的事项。": ["missing T104"],
    # Those answered in time are a part of those answered, as above.
    "（二）依申请公开。全年收到政府信息公开申请7件，比上年增加3件，自然人提出5件、商业企业提出2件，内容多为事故调查和煤矿复产验收材料，按期答复6件，办理中主动与申请人电话沟通11次。": [
        "missing N302"
    ],
    # 公开率 may leave out those that nobody could provide.
    "2025年，松山县持续做好依申请公开。全年办理申请82件，没有跨年办理件。其中予以公开37件，部分公开11件，公开率63.41%；无法提供19件，不予公开7件，不予处理4件，其他处理4件。": [
        "missing N702"
    ],
    # A sentence that begins with another subject, 局办, and what is finished stands at its end.
    "依申请公开这一块，今年收到申请3件，个人的2件，公司的1件，都是问农村公路征地和工程款的。收到以后局办登记，分给建设股和农路办去办，现在已经全部办结，没有超期的，群众也没有意见。行政复议和行政诉讼没有发生。": [
        "missing N310"
    ],
    # One fee may be all there are, or only one of them, as above.
    "【许可与收费】办理户外广告设置、占道、建筑垃圾运输等许可518件，全部网上办理。收取城镇生活垃圾处理费365.82万元，收费标准、减免政策在收费大厅和公众号长期公示。没有新制定规范性文件，废止1件，目前有效的2件。": [
        "missing N203"
    ],
    # The board is on the website of the county, so that the figure may be the county's.
    "主动公开：全年发布政府信息318条。制定规范性文件1件，即《白杨沟县农村公路养护考核办法》，未废止文件，现行有效6件。办理行政许可742件，行政处罚198件，行政强制21件。县政府网站留言板共答复群众留言57条，平均用时3.4天，反映最多的是客运班线调整和农村公路养护。": [
        "missing N501"
    ],
    # What the office of a neighbour does is told in too many ways.
    "（三）政府信息管理。制定街道公文公开属性源头认定办法，起草、核稿、签发三道关口各设一名审核人；对2020年以来标注“依申请公开”的88份公文进行复核，转为主动公开的19份。广场路街道党政办公室会同司法所每月抽查一次，全年抽查12次，发现问题23处，已全部改正。": [
        "missing T103"
    ],
    # Whose mailbox it is, and whether 没有…需要答复 denies it.
    "为把民族团结进步政策讲到火塘边，编写政策解读材料2件。县政府网站部门信箱运行正常，全年没有网民留言需要答复。没有收到政府信息公开申请，没有行政处罚、行政强制事项，也没有因政府信息公开发生复议诉讼。": [
        "missing N801"
    ],
    # Items of two units in the sentence after the total.
    "2025年全市收取信息处理费9件，共1460元。分单位看：市自然资源和规划局4件、720元，市住建局3件、480元，市农业农村和水务局1件、160元，东港镇1件、120元。": [
        "missing N602"
    ],
    # 窗口 may be of another office, whose figures would follow.
    "（一）主动公开情况。市局门户网站全年发布警务信息3128条，“朔宁公安”微信发布1096条、微博发布2471条。全年办理行政许可128640件，出入境、户政、交管窗口业务占九成以上；作出行政处罚213457件，实施行政强制36128件；收取行政事业性收费2417.385万元。新制定行政规范性文件1件，废止3件，保留有效14件。": [
        "missing N202"
    ],
    # The figure is that of the class with what was carried over.
    "再看是谁在申请。新收的87件中，自然人72件，商业企业9件，科研机构1件，法律服务机构4件，其他组织2件。渠道上，网站提交49件、信函27件、现场递交11件。农民关心的黑土地保护性耕作补贴、土地承包合同占了申请内容的四成以上。": [
        "missing N305"
    ],
    # So many natural persons there were with what was carried over.
    "（二）依申请公开。本年新收政府信息公开申请19件，申请人均为自然人，较2024年减少5件，下降20.8%；上年结转1件。全部20件申请均已办结，其中予以公开11件，部分公开2件，属于行政查询事项3件，无法提供4件。": [
        "missing N305"
    ],
    # 任需 for 任务 is no slip of sound or shape.
    "我乡政府信息公开工作存在以下问题：一是干部主动公开的意识不强，二是公开的时效性不强。2022年，将从以下方面改进：一是加强学习，提高认识；二是明确专人，按时更新；三是加大考核力度，将政务公开任需落实到各站办。": [
        "missing T114"
    ],
    # A share of what an earlier sentence names by words.
    "一年来，市住房城乡建设委围绕房地产市场平稳健康发展、保障性住房供给、老旧小区改造和建筑业监管，主动公开各类信息9,652条，其中施工许可与竣工备案4,310条、商品房预售与现售公示2,194条、企业资质资格1,627条、行政处罚885条、政策文件及其他636条。施工许可与竣工备案类占46.3%，仍居首位。全年制发行政规范性文件15件、废止23件，现行有效214件，较上年末的222件净减8件；作出行政许可决定93,417件、行政处罚决定2,886件，分别增长5.4%和5.6%。围绕住房公积金新政、“好房子”建设标准等召开新闻发布会6场，制作政策解读材料41件，网站“咨询建议”栏目答复留言1,876件。": [
        "missing N702"
    ],
    # 渠到 is right in 修渠到户.
    "存在的主要问题：政策宣传进园区、进楼宇的频次不够，中小微企业知晓率不高；业务科室对公开属性的源头认定把关不一；档案查询类申请与政府信息公开申请的边界告知不够清楚。改进情况：一是二〇二三年起将“政策进园区”由每季一次调整为每月一次；二是对公文草拟环节增设公开属性必填项，未填写的不予核稿；三是在服务大厅设置“查档还是申请公开”指引牌，引导群众选对渠到。": [
        "missing T114"
    ],
    # In whose name decisions are made makes them a part, as above.
    "1.主动公开。坂头街道全年通过龙坪政府在线坂头街道子站公开信息2,281条（工作动态903条、安全生产与三防644条、城建与更新517条、财政采购217条），“坂头发布”视频号、公众号发布2,960条次，总粉丝数31.4万。街道综合行政执法队、应急管理办等以街道名义作出行政许可47件，行政处罚3,268件，行政强制71件，其中处罚比2024年增加284件，增长9.5%；行政许可（瓶装燃气、临时户外广告等）减少5件。": [
        "missing N202"
    ],
    # After 上半年 the figures may be of that half.
    "（二）依申请公开受理情况。年内收到政府信息公开申请397件，与2024年的330件相比增长20.3%，系近五年最高。其中，上半年收到183件，下半年收到214件；自然人提交312件，法人或其他组织提交75件（商业企业58件、法律服务机构21件、社会公益组织1件、其他5件）。通过“一网通办”平台提交264件，信函88件，当面45件。申请内容以举报投诉处理结果、企业登记档案、行政处罚案卷为主，三类分别为151件、87件和69件；同一申请人提交10件以上的有4人，涉及102件。": [
        "missing N305"
    ],
    # In whose name documents are made makes them a part, as above.
    "（一）主动公开情况。全年以县政府和县政府办公室名义制发文件214件，主动公开131件，占61.2%，其中行政规范性文件12件，全部配有解读；废止7件，年末现行有效行政规范性文件87件，在“政策文件库”按主题、年份双向归集。公开县政府常务会议14次、议题97个，公众代表列席4次。编印政府公报4期，在全县52个查阅点免费发放。发布解读材料26件，其中主要负责人解读5件、图文解读15件、音视频解读6件。本机关不具有行政许可、行政处罚、行政强制职能，无行政事业性收费项目。": [
        "missing N201"
    ],
    # The figure before is of a class that no column names.
    "今年共收到政府信息公开申请3件，自然人2件、农民专业合作社1件，反映的是耕地地力保护补贴面积核定、农机补贴目录等问题，均在规定时限内全部办结并答复申请人，满意率100%。没有因信息公开引发的行政复议和诉讼。": [
        "missing N310"
    ],
    # What stands before 等 may be all the fees, or only those, as above.
    "（一）依法主动公开。市公安局门户栏目发布信息743条，“嫩东公安”微信、微博、抖音三个账号发布2961条。全年作出行政许可51872件，行政处罚4410件，行政强制1286件；收取居民身份证工本费、机动车号牌费、驾驶证工本费等行政事业性收费612.73万元。集中发布反诈预警46期、道路交通管制通告73则。": [
        "missing N203"
    ],
    # A share of what a word names that no column has.
    "（二）依申请公开。全区共收到政府信息公开申请1461件，与2024年的1420件相比增长2.89%。其中，当面申请97件，信函申请331件，网上申请1033件，网上申请占70.07%。申请人为自然人的1312件，占89.80%。从内容看，主要涉及房屋征收补偿（402件）、物业管理和业委会（218件）、建设工程规划许可（175件）、行政执法（143件）等。": [
        "missing N702"
    ],
    # 上述 points to a sum of another sentence.
    "2022年，我局发出信息处理费收费通知11件，实际收费9件、金额2360元，另2件申请人缩减申请范围后不再收费。上述2630元已全部上缴国库。": [
        "missing N601"
    ],
    # What is finished stands after the last outcome of a list.
    "依申请公开方面，全旗新受理申请40件，上年转来1件。公民个人37件，企业2件，律师事务所1件，问得最多的是草场承包确权、禁牧补助发放和露天矿征占地三件事。办理结果为：予以公开20件，部分公开6件，不予公开2件，无法提供9件，不予处理2件，全部在法定时限内办结，无一积压。": [
        "missing N310"
    ],
    # A list in brackets without 其中 may name only some.
    "依申请公开方面。全县共收到申请156件（网络提交98件、邮寄信函43件、当面递交17件），比去年多收二十来件。其中汝平县自然资源局41件、汝平县住房和城乡建设局27件、汝平县公安局14件，三家合计82件，超过总数的一半。连同上年结转的4件，年内答复157件，3件于次年1月答复。答复情况：予以公开65件、部分公开20件、不予公开12件、无法提供45件、不予处理9件、其他处理6件。群众问得最多的是征地批文、补偿标准，其次是问题楼盘监管资金。": [
        "missing N701"
    ],
    # Items of two units in the sentence after the total, as above.
    "2024年，全市共发出收费通知2件，收取信息处理费2件、140元。其中：市自然资源和规划局1件100元，市住房和城乡建设局1件20元。收费依据为国办函〔2020〕109号文件。": [
        "missing N602"
    ],
    # The bracket with the names of those who made them makes what follows a part.
    "（一）主动公开情况。区政府门户网站公开信息52,308条，同比减少3.4%，主要是取消了转载类动态。全区制定行政规范性文件12件（区政府及区府办名义7件、部门5件），废止9件，截至2025年底现行有效84件，并在文件库逐件标注效力。对外公布行政许可决定96,154宗、行政处罚决定40,377宗、行政强制1,286宗，其中处罚同比下降8.1%，许可同比上升4.7%。行政事业性收费18254.903万元。召开新闻发布会14场，发布解读材料131件，与政策文件的比例超过10:1。": [
        "missing N201"
    ],
    # A share that another count of the sentence agrees with.
    "二、依申请公开。全年新收244件，同比减少31件，下降11.3%；上年结转9件，共办结244件，另有9件结转2024年。新收件里自然人217件、商业企业18件、法律服务机构9件。办结件中予以公开81件，占33.2%；部分公开44件，占20.3%；不予公开10件，占4.1%；无法提供76件，占31.1%；不予处理22件，占9.0%；其他处理11件，占4.5%。三季度因“雅江苑”延期交房，集中收到同类申请38件，占全年的15.6%。": [
        "missing N702"
    ],
    # With those of its schools the fees may be more than its own.
    "（一）信息处理费：全年未收取。（二）其他收费：2024年我局及所属学校行政事业性收费724.9万元，较上年减少25.25万元，主要为普通高中学费、住宿费。": [
        "missing N203"
    ],
    # 科室 and 司法所 stand before what is finished.
    "依申请公开方面，2024年收到政府信息公开申请22件，另有上年结转2件，主要涉及老旧小区改造、房屋征收补偿和社区工作经费。街道实行党政办统收、业务科室拟稿、司法所把关，上述申请截至年底已全部办结，没有超期答复的情况。": [
        "missing N310"
    ],
    # What stands before 等 may be all the fees, or only those, as above.
    "（一）主动公开方面。依托县政府网站、“平安汝阴”两微一抖发布信息4386条，其中反诈提示1120条、交通管制通告64条、户政出入境办事指南38条、警务动态3164条。全年办理行政许可61207件，作出行政处罚15322件、行政强制2046件。收取居民身份证工本费等行政事业性收费381.64万元，收费项目和标准全部在办证大厅公示。": [
        "missing N203"
    ],
    # 计 alone is part of too many words to mean a total.
    "本年度行政复议：维持1件，纠正0件，其他0件，尚未审结0件，计1件。": ["missing N401"],
}
ENTRIES = {
    f"{name}: {number}": entry
    for name in OPEN_SETS
    for number, entry in enumerate(entries(name), 1)
}


@pytest.mark.parametrize("name", ENTRIES)
def test_a_sentence_raises_exactly_what_it_should(name):
    entry = ENTRIES[name]
    assert faults(entry) == UNSAID.get(entry.text, []), f"{entry.text}（{entry.why}）"


def test_the_page_says_what_the_sets_show():
    assert PAGE.read_text("utf-8") == page(), "run: python -m tests.phrases --write"


def judged(text: str) -> Callable[[], object]:
    case = Case(report(narrative={"overview": (text,)}), units=("样板镇人民政府", "示例县民政局"))
    return lambda: run_checks(case, select=("N", "T"))


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "共1条，其中",
            "10件，占10%，",
            "甲1条、",
            "（其中1条）",
            "上年1件，增长5%，",
            "没有收到申请，也没有",
        ),
        *(
            "行政复议、行政诉讼各",
            "2024年",
            "百",
            "县局办委乡镇",
            "一是甲；",
            "信息件",
            "由8件增至9件，",
        ),
    ],
)
def test_twice_the_text_is_twice_the_work(piece):
    judged(piece * 40)()
    once, twice = steps(judged(piece * 150)), steps(judged(piece * 300))
    assert twice < 2.4 * once


@pytest.mark.parametrize(
    "text", ["1" * 4301 + "件", "百" * 1000 + "件", "收到申请" + "9" * 400 + "件。"]
)
def test_a_numeral_no_count_has_is_no_figure(text):
    assert [finding.code for finding in judged(text)() if finding.code[0] == "N"] == []


# N601 reads what is said of the fee.
UNREAD = {"fee_amount", "fee_requests"}
# The writer picks its wording by unit and year.
UNITS = (
    "示例乡人民政府",
    "样板镇人民政府",
    "示例县水利局",
    "云溪县人民政府",
    "东关街道办事处",
    "河沿乡人民政府",
)


def written_with(fact, unit):
    cells = {
        "req.received.natural_person": 60,
        "req.granted.natural_person": 60,
        "pro1.normative.issued": 60,
    }
    given = replace(report(cells, unit=unit), narrative={}, facts={fact.key: 37})
    return replace(given, narrative=narrate(given).narrative)


@pytest.mark.parametrize(
    "fact", [fact for fact in FACTS if fact.key not in UNREAD], ids=lambda fact: fact.key
)
def test_every_fact_the_writer_writes_has_a_reader(fact):
    for unit in UNITS:
        written = written_with(fact, unit)
        said = [text for _, text in written.prose if re.search(r"(?<!\d)37(?!\d)", text)]
        changed = replace(written, facts={fact.key: 38})
        found = run_checks(Case(changed), select=["N501"])
        assert {finding.places[1] for finding in found} == (
            {f"fact.{fact.key}"} if said else set()
        ), said
        assert run_checks(Case(written), select=["N501"]) == []
